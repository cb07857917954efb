/** Client certificates of connectors: which secret holds one, and what is known of it. Frozen text: it never imports live code. */
export const sql = `
alter table settings_version add column certificate text;
`
