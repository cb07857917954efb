import { styled } from '@mui/material/styles'
import type { ProvenRecipient, ProvenRoute } from '../../../contract/proving.ts'
import { say, words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { token, toneInk } from '../../theme/tokens.ts'
import { Glyph, Panel, TextLink } from '../../ui/index.ts'
import { routeLooks } from './marks.tsx'

const Says = styled('div')({ marginTop: -4, padding: '0 16px 10px', color: token.ink2, overflowWrap: 'anywhere' })
const List = styled('ol')({
  '&&': { padding: '10px 0' },
  borderTop: `1px solid ${token.hairline}`,
})
const Step = styled('li')({
  position: 'relative',
  display: 'grid',
  gridTemplateColumns: '16px minmax(0, 1fr)',
  columnGap: 8,
  padding: '4px 16px',
  // The rail from this icon to the next; a border, so that forced colours keep it.
  '&:not(:last-of-type)::before': {
    content: '""',
    position: 'absolute',
    top: 26,
    bottom: -4,
    left: 23.5,
    borderLeft: `1px solid ${token.control}`,
    opacity: 0.7,
  },
})
const Icon = styled('span')({ display: 'inline-flex', paddingTop: 2 })
const Name = styled('div')({ fontWeight: 600, overflowWrap: 'anywhere' })
const Why = styled('div')({ color: token.ink2, overflowWrap: 'anywhere' })

/** One recipient: what becomes of it, and which routes were asked. */
export function RecipientCard({ recipient }: { readonly recipient: ProvenRecipient }) {
  const { routes, left, part } = recipient
  const who = recipient.recipient ?? words['proving.rest']()
  return (
    <Panel title={words['proving.to']({ recipient: who, outcome: outcomeOf(recipient) })} padding="none">
      <Says>
        {[
          say(recipient.says),
          ...(part?.kind === 'create'
            ? [
                [part.category, part.forAttention && words['proving.attention']({ who: part.forAttention })]
                  .concat(part.linkedTo && words['proving.linked']({ item: part.linkedTo }))
                  .filter(Boolean)
                  .join(' · '),
                say(part.acknowledgement.says),
              ]
            : []),
        ]
          .filter((line) => line !== '')
          .map((line) => (
            <div key={line}>{line}</div>
          ))}
      </Says>
      {routes.length > 0 && (
        <List aria-label={who}>
          {folded(routes).map(({ route, more }) => (
            <RouteStep key={`${route.class} ${route.order}`} route={route} more={more} />
          ))}
        </List>
      )}
      {left > 0 && <Says>{words['proving.left']({ count: left })}</Says>}
    </Panel>
  )
}

function outcomeOf({ recipient, part, says }: ProvenRecipient): string {
  if (part?.kind === 'create') return words[`proving.${part.test ? 'test-' : ''}${part.work}` as 'proving.ticket']()
  if (part?.kind === 'unhandled') return words['proving.unhandled']()
  if (says.key === 'proving.recipient.left') return words['proving.left-to-rest']()
  return words[recipient === null ? 'proving.not-used' : 'proving.nothing-of-its-own']()
}

/** Routes that were not asked, one behind the other, are one line: their reason is the same. */
function folded(routes: readonly ProvenRoute[]): readonly { readonly route: ProvenRoute; readonly more: number }[] {
  const lines: { route: ProvenRoute; more: number }[] = []
  for (const route of routes) {
    const last = lines.at(-1)
    if (last?.route.verdict === 'not-asked' && route.verdict === 'not-asked' && last.route.class === route.class)
      last.more += 1
    else lines.push({ route, more: 0 })
  }
  return lines
}

function RouteStep({ route, more }: { readonly route: ProvenRoute; readonly more: number }) {
  const { tone, icon, word } = routeLooks[route.verdict]
  const title =
    route.class === 'normal'
      ? words['proving.order']({ order: route.order, name: route.name })
      : words[route.class === 'wildcard' ? 'proving.order-wildcard' : 'proving.order-fallback']({ name: route.name })
  return (
    <Step data-verdict={route.verdict}>
      <Icon style={{ color: toneInk(tone) }}>
        <Glyph icon={icon} label={word()} />
      </Icon>
      <div>
        <Name>{more === 0 ? title : words['proving.and-more']({ route: title, count: more })}</Name>
        <Why>
          {say(route.says)}
          {route.verdict === 'disabled' && route.routeId !== null && (
            <>
              {' '}
              <TextLink href={hrefTo(['routes', 'edit', route.routeId])} underlined>
                {words['proving.open-route']()}
              </TextLink>
            </>
          )}
        </Why>
      </div>
    </Step>
  )
}
