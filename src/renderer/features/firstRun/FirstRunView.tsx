import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { FlaskConical, LockKeyhole, Plug, Server, Stethoscope, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { WorkspaceInfo } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { BrandMark } from '../../shell/Brand.tsx'
import { hrefTo } from '../../shell/location.ts'
import { radius, token } from '../../theme/tokens.ts'
import { Button, Glyph, TextLink } from '../../ui/index.ts'
import { openWorkspace } from '../../workspace.ts'
import { vault } from '../stores.ts'

const Root = styled('main')({
  display: 'grid',
  alignContent: 'center',
  justifyContent: 'center',
  gridTemplateColumns: 'minmax(0, 800px)',
  minHeight: '100%',
  boxSizing: 'border-box',
  padding: 24,
})
const Brand = styled('div')({ display: 'flex', alignItems: 'center', gap: 9, fontSize: 19, fontWeight: 650 })
const Title = styled('h1')({
  marginTop: '18px !important',
  fontSize: 26,
  lineHeight: '34px',
  fontWeight: 650,
  letterSpacing: '-0.015em',
})
const Sub = styled('p')({ marginTop: '4px !important', fontSize: 15, lineHeight: '22px', color: token.ink2 })
const Ways = styled('ul')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))',
  gap: 12,
  margin: '20px 0 18px !important',
})
const Way = styled('li')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'flex-start',
  gap: 8,
  minHeight: 176,
  boxSizing: 'border-box',
  padding: 20,
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface + 2,
  backgroundColor: token.surface,
  '& > :last-child': { marginTop: 'auto' },
})
const WayName = styled('h2')({ fontSize: 15, lineHeight: '22px', fontWeight: 650 })
const Icon = styled('span')({ color: token.accent, display: 'inline-flex' })
const Foot = styled('p')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 6px', color: token.ink2 })

interface WayIn {
  readonly id: string
  readonly icon: LucideIcon
  readonly name: string
  readonly says: string
  readonly act: ReactNode
}

/** The first start: the ways in, what will not happen, where secrets live. */
export function FirstRunView({ info }: { readonly info: WorkspaceInfo }) {
  const secrets = vault.use({}).value
  useEffect(() => {
    document.title = `${words['firstRun.title']()} · ${words['app.name']()}`
  }, [])
  const connect: WayIn = {
    id: 'connect',
    icon: Plug,
    name: words['firstRun.connect'](),
    says: info.practice ? words['firstRun.connect-says-practice']() : words['firstRun.connect-says'](),
    act: (
      <Button variant="primary" href={hrefTo(['connectors', 'new'])}>
        {words['firstRun.connect-do']()}
      </Button>
    ),
  }
  const ways: readonly WayIn[] = info.practice
    ? [
        connect,
        {
          id: 'servers',
          icon: Server,
          name: words['firstRun.servers'](),
          says: words['firstRun.servers-says'](),
          act: <Button href={hrefTo(['practice'])}>{words['firstRun.servers-do']()}</Button>,
        },
        {
          id: 'own',
          icon: Undo2,
          name: words['firstRun.own'](),
          says: words['firstRun.own-says'](),
          act: <Button onClick={() => void openWorkspace('default')}>{words['firstRun.own-do']()}</Button>,
        },
      ]
    : [
        {
          id: 'diagnose',
          icon: Stethoscope,
          name: words['firstRun.diagnose'](),
          says: words['firstRun.diagnose-says'](),
          act: <Button href={hrefTo(['diagnose'])}>{words['firstRun.diagnose-do']()}</Button>,
        },
        connect,
        {
          id: 'practise',
          icon: FlaskConical,
          name: words['firstRun.practise'](),
          says: words['firstRun.practise-says'](),
          act: <Button onClick={() => void openWorkspace('practice')}>{words['firstRun.practise-do']()}</Button>,
        },
      ]
  return (
    <Root>
      <Brand>
        <BrandMark size={28} />
        {info.practice ? info.name : words['app.name']()}
      </Brand>
      <Title>{words['firstRun.title']()}</Title>
      <Sub>{info.practice ? words['firstRun.sub-practice']() : words['firstRun.sub']()}</Sub>
      <Ways>
        {ways.map((way) => (
          <Way key={way.id}>
            <Icon>
              <Glyph icon={way.icon} size={20} />
            </Icon>
            <WayName>{way.name}</WayName>
            <p style={{ color: token.ink2 }}>{way.says}</p>
            <div>{way.act}</div>
          </Way>
        ))}
      </Ways>
      <Foot>
        <Glyph icon={LockKeyhole} />
        {secrets !== null && (
          <span>
            {secrets.word !== null
              ? say(secrets.word)
              : secrets.slots.some((slot) => slot.kind === 'keychain')
                ? words['firstRun.secrets']({ keychain: secrets.keychainName })
                : words['firstRun.secrets-kept']()}
          </span>
        )}
        <TextLink href={hrefTo(['settings'])}>{words['firstRun.secrets-link']()}</TextLink>
      </Foot>
    </Root>
  )
}
