/** Several workspaces on one computer (S6). */
export const workspacesWords = {
  'workspaces.title': () => 'Open another workspace',
  'workspaces.command': () => 'Open another workspace…',
  'workspaces.says': () =>
    'Those that are open go on running. Name and colour of the one that is shown stand in the top bar of every screen.',
  'workspaces.known': () => 'Known workspaces',
  'workspaces.this': () => 'Shown now',
  'workspaces.practice': () => 'Practice',
  'workspaces.open': () => 'Open',
  'workspaces.gone': () => 'The file is not there any more.',
  'workspaces.forget': () => 'Take off the list',
  'workspaces.path': () => 'Or another file',
  'workspaces.path-hint': () => 'The full path on the computer that runs the engine.',
  'workspaces.make': () => 'Make a new, empty workspace there if there is none',
  'workspaces.do': () => 'Open the file',
  'workspaces.path-needed': () => 'The path of the workspace file is needed.',
}
