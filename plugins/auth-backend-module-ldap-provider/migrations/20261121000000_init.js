// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('ldap_sessions', table => {
    table.comment(
      'Who has signed in by LDAP; at each refresh the directory is asked again',
    );
    table
      .text('token_hash')
      .primary()
      .comment('SHA-256 of the cookie, which is 256 random bits, in hex');
    table
      .text('user_id')
      .notNullable()
      .comment("The directory's immutable id of the person");
    table
      .timestamp('expires_at')
      .notNullable()
      .comment('From then on people sign in again');
    // Retention: what has expired.
    table.index(['expires_at'], 'ldap_sessions_expires_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('ldap_sessions');
};
