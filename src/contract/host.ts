import { command, query } from './define.ts'
import { nothing, z } from './shapes.ts'
import { workspaceColours } from './workspace.ts'

/** Procedures that the host itself serves: which workspace its view shows. */
export const host = {
  info: query(
    nothing,
    z.strictObject({
      kind: z.enum(['desktop', 'web', 'cli']),
      version: z.string(),
      keychainName: z.string(),
      workspaces: z.array(
        z.strictObject({
          path: z.string(),
          name: z.string(),
          /** Null where it was never opened here. */
          colour: z.enum(workspaceColours).nullable(),
          practice: z.boolean(),
          current: z.boolean(),
          /** Opened before by this OS user, and its file is not there any more. */
          gone: z.boolean(),
        }),
      ),
    }),
  ),
  /** Takes a workspace off the list of recent ones; its file is not touched. */
  forget: command(z.strictObject({ path: z.string().min(1) }), nothing),
  /** Shows another workspace; the ones that were open go on running. */
  open: command(
    z.discriminatedUnion('which', [
      z.strictObject({ which: z.literal('default') }),
      z.strictObject({ which: z.literal('practice') }),
      /** `make`: a new, empty workspace where no file is there; a slip in a path makes none. */
      z.strictObject({ which: z.literal('path'), path: z.string().min(1), make: z.boolean().default(false) }),
    ]),
    nothing,
  ),
}
