// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('saml_answered_requests', table => {
    table.comment(
      'Sign-in requests that a SAML response was accepted for, so that none is accepted twice',
    );
    table
      .text('request_id')
      .primary()
      .comment('Id of the AuthnRequest that was answered');
    table
      .timestamp('expires_at')
      .notNullable()
      .comment(
        'From then on the request is too old to be answered, and the row is not needed',
      );
    // Retention: what has expired.
    table.index(['expires_at'], 'saml_answered_requests_expires_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('saml_answered_requests');
};
