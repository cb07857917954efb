import { api, reading } from '../../api/index.ts'

export const practiceServers = reading(['practice'], () => api.practice.get({}))

/** Reads without parameters share this one input. */
export const everything = {}
