import { expect, test } from 'vitest'
import { readAuthenticationResults } from '../../src/domain/authenticationResults.ts'

test('results are read with their properties, reason and comments', () => {
  // RFC 8601 appendix B.4, and what Gmail and Exchange Online write.
  expect(
    readAuthenticationResults(
      'example.com;\r\n sender-id=fail header.from=example.com;\r\n dkim=pass (good signature) header.d=example.com',
    ),
  ).toEqual({
    authservId: 'example.com',
    results: [
      { method: 'sender-id', result: 'fail', detail: 'header.from=example.com' },
      { method: 'dkim', result: 'pass', detail: '(good signature) header.d=example.com' },
    ],
  })
  expect(
    readAuthenticationResults(
      'mx.google.com; spf=pass (google.com: domain of a@b.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@b.example; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=b.example',
    )?.results,
  ).toEqual([
    {
      method: 'spf',
      result: 'pass',
      detail: '(google.com: domain of a@b.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=a@b.example',
    },
    { method: 'dmarc', result: 'pass', detail: '(p=NONE sp=NONE dis=NONE) header.from=b.example' },
  ])
})

test('semicolons, brackets and escapes inside comments and quoted strings end nothing', () => {
  expect(
    readAuthenticationResults(
      'foo.example.net (foobar; (nested) \\)) 1; spf (comment) = fail reason="no; not \\"this\\"" policy.expired=x; dkim/1=NEUTRAL',
    ),
  ).toEqual({
    authservId: 'foo.example.net',
    results: [
      { method: 'spf', result: 'fail', detail: '(comment) reason="no; not \\"this\\"" policy.expired=x' },
      { method: 'dkim', result: 'neutral', detail: '' },
    ],
  })
})

test('none means that nothing was checked; what names no server is none of it', () => {
  expect(readAuthenticationResults('example.org 1; none')).toEqual({ authservId: 'example.org', results: [] })
  expect(readAuthenticationResults('"quoted.example"; spf=pass')?.authservId).toBe('quoted.example')
  for (const none of ['', ' ; spf=pass', '(only a comment)']) expect(readAuthenticationResults(none)).toBeUndefined()
})

test('hostile values end: unclosed brackets and quotes, thousands of statements', () => {
  expect(readAuthenticationResults(`a.example; ${'('.repeat(50_000)}`)?.results).toEqual([])
  expect(readAuthenticationResults('a.example; spf=pass reason="never ends; dkim=pass')?.results).toHaveLength(1)
  expect(readAuthenticationResults(`a.example${'; spf=pass'.repeat(50_000)}`)?.results).toHaveLength(100)
})
