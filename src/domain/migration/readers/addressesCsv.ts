import { addressKey } from '../../address.ts'
import { bareCell, columnLetters, readCsv } from '../../csv.ts'
import type { Imported } from '../imported.ts'
import { bareAddress } from '../senders/tally.ts'
import { collectSlips } from '../slip.ts'

const called = (cell: string): string => cell.toLowerCase().replace(/[^a-z]/g, '')
const addressNames = ['emailaddress', 'address', 'email', 'mail', 'from', 'fromaddress', 'sender', 'senderaddress']
const routeNames = ['name', 'routename', 'displayname']

/**
 * Reads a list of addresses out of a spreadsheet. A first row that names its columns (Email Address, Route Name, Description) is followed;
 * without one the first column that holds a mail address is taken. Rows are numbered as a spreadsheet shows them.
 */
export function readAddressesCsv(text: string): Imported {
  const slips = collectSlips()
  const { rows, problems } = readCsv(text)
  for (const { row, column } of problems) slips.add(row, 'row-broken', columnLetters(column))
  const [first] = rows
  const head = first?.cells.map(called) ?? []
  const named = head.findIndex((name) => addressNames.includes(name))
  const listed = rows.find(({ cells }) => cells.some((cell) => cell.includes('@')))
  const at = named < 0 ? (listed?.cells.findIndex((cell) => cell.includes('@')) ?? -1) : named
  // A head in another language names no column that is known; it has no dot, as a mistyped address has.
  const isHead = named >= 0 || (listed !== first && !/\w\.\w|[([]at[)\]]/i.test(first?.cells[at] ?? ''))
  const body = isHead ? rows.slice(1) : rows
  const nameAt = named < 0 ? -1 : head.findIndex((name, index) => index !== at && routeNames.includes(name))
  const descriptionAt = named < 0 ? -1 : head.indexOf('description')
  if (at < 0) slips.add(first?.row ?? null, 'column-missing', 'Email Address')
  const cell = (cells: readonly string[], index: number) => (index < 0 ? '' : bareCell(cells[index]?.trim() ?? ''))
  const addresses =
    at < 0
      ? []
      : body.flatMap(({ row, cells }) => {
          const written = bareAddress(cell(cells, at))
          // What is no address is kept: the plan asks for the right one.
          if (!addressKey(written)) slips.add(row, 'wrong-address', cells.join(' '))
          return written === ''
            ? []
            : [
                {
                  address: written.slice(0, 1000),
                  name: cell(cells, nameAt).slice(0, 200) || null,
                  description: cell(cells, descriptionAt).slice(0, 1000),
                },
              ]
        })
  return { gateway: null, password: null, addresses, slips: slips.first }
}
