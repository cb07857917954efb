import { api, reading } from '../../api/index.ts'

/** I15: what was observed of a connector, mail by mail. */
export const observed = reading(['polls', 'connectors'], api.golive.observed)
