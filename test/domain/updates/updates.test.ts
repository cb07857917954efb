import { describe, expect, test } from 'vitest'
import { readReleaseFile, releaseFileName } from '../../../src/domain/updates/releaseFile.ts'
import { compareVersions, readVersion } from '../../../src/domain/updates/semver.ts'

const compare = (a: string, b: string) => Math.sign(compareVersions(readVersion(a)!, readVersion(b)!))

describe('versions', () => {
  // The order of Semantic Versioning 2.0.0, section 11, in one line.
  const ascending =
    '0.9.0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.9 1.0.10 1.2.0 1.10.0 2.0.0'.split(
      ' ',
    )
  test('come in the order that the specification gives', () => {
    for (const [at, one] of ascending.entries())
      for (const [other, two] of ascending.entries())
        expect(compare(one, two), `${one} ${two}`).toBe(Math.sign(at - other))
  })
  test('are the same whatever their build metadata', () => {
    expect(compare('1.0.0+a', '1.0.0+b.7')).toBe(0)
    expect(compare('1.0.0-1+x', '1.0.0-1')).toBe(0)
  })
  test.each([
    '',
    '1',
    '1.0',
    'v1.0.0',
    '01.0.0',
    '1.0.0-',
    '1.0.0-01',
    '1.0.0-a..b',
    '1.0.0 ',
    '1.0.0+',
    '1'.repeat(300),
  ])('%j is none', (text) => {
    expect(readVersion(text)).toBeNull()
  })
})

const windows = `version: 0.2.0
files:
  - url: Waypost-0.2.0-win-x64.exe
    sha512: qhTzTc1N0XRPkHQCqYVtRJdnDw2ezTIqtGsPlCq0k1FJYQgyzD1nVkb7rSxPo2vFQvRp0D4RVdx3t3u9YzG1kA==
    size: 98765432
path: Waypost-0.2.0-win-x64.exe
sha512: qhTzTc1N0XRPkHQCqYVtRJdnDw2ezTIqtGsPlCq0k1FJYQgyzD1nVkb7rSxPo2vFQvRp0D4RVdx3t3u9YzG1kA==
releaseDate: '2026-11-20T10:11:12.345Z'
`

describe('a release file', () => {
  test('as electron-builder writes it is read', () => {
    expect(readReleaseFile(windows)).toEqual({
      ok: true,
      release: { version: '0.2.0', path: 'Waypost-0.2.0-win-x64.exe', releasedAt: '2026-11-20T10:11:12.345Z' },
    })
  })
  test('with notes, quotes, comments, CRLF and lists at the margin is read', () => {
    const text = [
      '# made by hand',
      'version: "0.3.0-beta.1" ',
      'files:',
      '- url: other.AppImage',
      '  blockMapSize: 99',
      'path: linux/Waypost 0.3.0.AppImage',
      'releaseName: It’s here',
      'releaseNotes: |-',
      '  version: 9.9.9',
      '',
      '  path: /etc/passwd',
      '',
    ].join('\r\n')
    expect(readReleaseFile(text)).toEqual({
      ok: true,
      release: { version: '0.3.0-beta.1', path: 'linux/Waypost 0.3.0.AppImage', releasedAt: null },
    })
  })
  const withLine = (key: string, line: string) => windows.replace(new RegExp(`^${key}:.*$`, 'm'), line)
  test.each([
    ['nothing', ''],
    ['a page', '<!doctype html>\n<html><body>Sign in</body></html>'],
    ['JSON', '{"version":"1.0.0","path":"a"}'],
    ['no version', withLine('version', 'x: y')],
    ['a version that is none', withLine('version', 'version: latest')],
    ['two versions', `${windows}version: 9.9.9\n`],
    ['an anchor', withLine('version', 'version: &a 1.0.0')],
    ['a tag', withLine('version', 'version: !!str 1.0.0')],
    ['a block', withLine('path', 'path: >\n  a.exe')],
    ['an escape', withLine('path', 'path: "a\\u002fb"')],
    ['a way up', withLine('path', 'path: ../../x.exe')],
    ['a path from the root', withLine('path', 'path: /x.exe')],
    ['another address', withLine('path', 'path: https://evil.example.com/x.exe')],
    ['another host', withLine('path', 'path: //evil.example.com/x.exe')],
    ['a date that is none', withLine('releaseDate', 'releaseDate: soon')],
  ])('that holds %s is refused', (_, text) => {
    expect(readReleaseFile(text).ok).toBe(false)
  })
  test('has the name that electron-builder gives it', () => {
    expect(releaseFileName('win32', 'x64')).toBe('latest.yml')
    expect(releaseFileName('darwin', 'arm64')).toBe('latest-mac.yml')
    expect(releaseFileName('linux', 'x64')).toBe('latest-linux.yml')
    expect(releaseFileName('linux', 'arm64')).toBe('latest-linux-arm64.yml')
  })
})
