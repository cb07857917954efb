export { api, connect, onChanged, useConnection } from './client.ts'
export { endOf, followJobs, noteJob, useJob, useJobOf } from './jobs.ts'
export { reading } from './reading.ts'
export type { Entry, Reading } from './reading.ts'
