import { ArrowDown, ArrowDownToLine, ArrowUp, ArrowUpFromLine, ChevronDown, ChevronRight } from 'lucide-react'
import { words } from '../../../../words/index.ts'
import { Glyph, Hidden, StateMark } from '../../../ui/index.ts'
import { incomingColumns, outgoingColumns } from './columns.tsx'
import type { GridColumn } from './columns.tsx'
import { isSearched, type Group } from './model.ts'
import { Cell, Cells, classOf, first, selectable, shared, tabOf, type RowProps } from './rowParts.tsx'
import { clearSearch, fold, search, select, sortBy } from './view.ts'

export function GroupRow(props: RowProps) {
  const { line, active, acts } = props
  const { group } = line
  const { key, folded, side } = group
  const found = group.rows.length
  const actions = acts.headActions?.(group)
  return (
    <div {...shared(props)} aria-level={1} aria-expanded={!folded}>
      <div role="gridcell" aria-colindex={1} data-column={0} className="cell head">
        <button type="button" className="fold" tabIndex={tabOf(active, 0)} onClick={() => fold(key, !folded)}>
          <Glyph icon={folded ? ChevronRight : ChevronDown} size={14} />
          <Glyph icon={side === 'incoming' ? ArrowDownToLine : ArrowUpFromLine} />
          <span className="text strong">{group.connectorName}</span>
          <span className="count">{words[`routes.${side}`]({ count: group.total })}</span>
        </button>
        {!group.enabled && <StateMark state="off">{words['routes.connector-off']()}</StateMark>}
        {!folded && isSearched(group) && (
          <span className="count">{words['routes.found']({ found, of: group.total })}</span>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={2}
        data-column={1}
        className="cell"
        tabIndex={actions == null ? tabOf(active, 1) : undefined}
      >
        {actions}
      </div>
    </div>
  )
}

const columnsOf = ({
  side,
}: Group): readonly Pick<GridColumn<never>, 'id' | 'header' | 'align' | 'span' | 'choices'>[] =>
  side === 'incoming' ? incomingColumns : outgoingColumns

export function ColumnsRow(props: RowProps) {
  const { line, active, groupSelected } = props
  const { group } = line
  const { sort } = group
  const columns = columnsOf(group)
  return (
    <div {...shared(props)} aria-level={2}>
      <Cells>
        {[
          <div key="box" role="columnheader" aria-colindex={1} data-column={0} className="cell">
            <input
              type="checkbox"
              className="box"
              tabIndex={tabOf(active, 0)}
              aria-label={words['routes.select-all']({ connector: group.connectorName })}
              checked={groupSelected === 'all'}
              ref={(box) => {
                if (box) box.indeterminate = groupSelected === 'some'
              }}
              onChange={() => select(selectable(group.rows), groupSelected !== 'all')}
            />
          </div>,
          ...columns.map((column, at) => {
            const mine = sort.column === column.id ? sort.direction : undefined
            return (
              <div
                key={column.id}
                role="columnheader"
                aria-colindex={first + at + 1}
                aria-sort={mine}
                data-column={first + at}
                className={classOf(column.align === 'right')}
                style={column.span === undefined ? undefined : { gridColumn: `span ${column.span}` }}
              >
                <button
                  type="button"
                  className="sort"
                  tabIndex={tabOf(active, first + at)}
                  onClick={() =>
                    sortBy(group.key, {
                      column: column.id,
                      direction: mine === 'ascending' ? 'descending' : 'ascending',
                    })
                  }
                >
                  <span>{column.header}</span>
                  {mine !== undefined && <Glyph icon={mine === 'ascending' ? ArrowUp : ArrowDown} size={13} />}
                </button>
              </div>
            )
          }),
          <div
            key="menu"
            role="columnheader"
            aria-colindex={first + columns.length + 1}
            data-column={first + columns.length}
            className="cell"
            tabIndex={tabOf(active, first + columns.length)}
          >
            <Hidden>{words['routes.column.menu']()}</Hidden>
          </div>,
        ]}
      </Cells>
    </div>
  )
}

export function SearchesRow(props: RowProps) {
  const { line, active } = props
  const { group } = line
  const columns = columnsOf(group)
  return (
    <div {...shared(props)} aria-level={2}>
      <Cells>
        {[
          <Cell key="box" at={0} active={active}>
            {null}
          </Cell>,
          ...columns.map((column, at) => {
            const field = {
              tabIndex: tabOf(active, first + at),
              'aria-label': words['routes.search']({ column: column.header, connector: group.connectorName }),
              value: group.searches[column.id] ?? '',
            } as const
            return (
              <Cell key={column.id} at={first + at} active={active} holds over={column.span}>
                {column.choices ? (
                  <select
                    {...field}
                    className="search"
                    onChange={(event) => search(group.key, column.id, event.target.value)}
                  >
                    <option value="">{words['routes.search-all']()}</option>
                    {column.choices.map((choice) => (
                      <option key={choice}>{choice}</option>
                    ))}
                  </select>
                ) : (
                  <input
                    {...field}
                    type="search"
                    className="search"
                    placeholder={words['routes.search-hint']()}
                    title={words['routes.search-how']()}
                    autoComplete="off"
                    spellCheck={false}
                    onChange={(event) => search(group.key, column.id, event.target.value)}
                  />
                )}
              </Cell>
            )
          }),
          <Cell key="menu" at={first + columns.length} active={active}>
            {null}
          </Cell>,
        ]}
      </Cells>
    </div>
  )
}

export function NothingRow(props: RowProps) {
  const { line, active } = props
  const { group } = line
  const searched = group.total > 0
  return (
    <div {...shared(props)} aria-level={2}>
      <div
        role="gridcell"
        aria-colindex={1}
        data-column={0}
        className="cell dim"
        tabIndex={searched ? undefined : tabOf(active, 0)}
      >
        {words[
          searched ? 'routes.none-found' : group.side === 'incoming' ? 'routes.empty-incoming' : 'routes.empty-outgoing'
        ]()}
        {searched && (
          <button type="button" className="link" tabIndex={tabOf(active, 0)} onClick={() => clearSearch(group.key)}>
            {words['routes.clear-search']()}
          </button>
        )}
      </div>
    </div>
  )
}
