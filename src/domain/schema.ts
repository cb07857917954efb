import * as z from 'zod'

// Under a strict Content Security Policy zod's generated parsers would need `eval`; the interpreter is fast enough for what crosses our border.
z.config({ jitless: true })

export { z }
