/** Actions of case processes, each with a From address of its own. Migrations are frozen text: they never import live code. */
export const sql = `
alter table process add column actions text not null default '[]';
`
