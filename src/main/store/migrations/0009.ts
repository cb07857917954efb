/**
 * Sign-ins by OAuth 2.0: which secrets hold the client secret of an application and the consent of a person. Settings that were kept before have none.
 * Frozen text: it never imports live code.
 */
export const sql = `
alter table settings_version add column client_secret text;
alter table settings_version add column consent text;
update settings_version set settings = json_set(settings, '$.oauth', json('null')) where json_extract(settings, '$.oauth') is null;
`
