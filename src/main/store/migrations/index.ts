import { sql as first } from './0001.ts'
import { sql as second } from './0002.ts'
import { sql as third } from './0003.ts'
import { sql as fourth } from './0004.ts'
import { sql as fifth } from './0005.ts'
import { sql as sixth } from './0006.ts'
import { sql as seventh } from './0007.ts'
import { sql as eighth } from './0008.ts'
import { sql as ninth } from './0009.ts'

/** In order; the schema number of a database is how many it has. A published one is never changed. */
export const migrations: readonly string[] = [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth]
