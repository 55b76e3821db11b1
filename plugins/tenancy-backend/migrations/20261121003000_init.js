// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_requests', table => {
    table.comment('Requests of people for access to a namespace, one row each');
    table.uuid('id').primary().comment('Random id');
    table
      .text('user_ref')
      .notNullable()
      .comment('User entity ref of who asked');
    table.text('cluster').notNullable().comment('As the caller wrote it');
    table
      .text('namespace')
      .notNullable()
      .comment('As the caller wrote it; it need not exist');
    table
      .text('reason')
      .notNullable()
      .comment('Why, in the words of the caller');
    table.timestamp('created_at').notNullable().comment('When it was asked');
    table
      .timestamp('due_at')
      .nullable()
      .comment(
        'When telling the groups is tried next; null once it is settled',
      );
    table
      .integer('attempts')
      .notNullable()
      .defaultTo(0)
      .comment('How often telling the groups was tried');
    // The limit of a person, and whether the same was asked before.
    table.index(['user_ref', 'created_at'], 'access_requests_user_idx');
    // Retention.
    table.index(['created_at'], 'access_requests_created_idx');
  });
  // What is still to be told.
  await knex.raw(
    'CREATE INDEX access_requests_due_idx ON access_requests (due_at) WHERE due_at IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_requests');
};
