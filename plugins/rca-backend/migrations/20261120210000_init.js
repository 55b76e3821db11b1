// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('investigations', table => {
    table.comment('Root-cause analyses, one row each, with their reports');
    table.uuid('id').primary().comment('Random id');
    table.text('entity_ref').notNullable().comment('The entity under analysis');
    table.text('cluster').notNullable().comment('Name of the cluster');
    table
      .text('namespace')
      .notNullable()
      .comment('Namespace of the entity, whose members may see the row');
    table
      .specificType('namespaces', 'text[]')
      .notNullable()
      .comment(
        'All namespaces that were read; whoever may not read each of them does not see the row',
      );
    table
      .timestamp('window_from')
      .notNullable()
      .comment('Begin of the time that was looked at');
    table
      .timestamp('window_to')
      .notNullable()
      .comment('End of the time that was looked at');
    table
      .text('state')
      .notNullable()
      .comment('queued, running, succeeded, failed or cancelled');
    table
      .text('requested_by')
      .notNullable()
      .comment('User entity ref of who asked');
    table
      .jsonb('author')
      .notNullable()
      .comment('Name and email under which the report is committed');
    table
      .timestamp('created_at')
      .notNullable()
      .comment('When it was asked for');
    table.timestamp('finished_at').nullable().comment('When it ended');
    table
      .jsonb('progress')
      .notNullable()
      .comment('State of each source of evidence');
    table.text('verdict').nullable().comment('Verdict of the report');
    table.float('confidence').nullable().comment('Confidence of the verdict');
    table.text('summary').nullable().comment('First sentence of the report');
    table.jsonb('report').nullable().comment('The report, once it is written');
    table.text('report_url').nullable().comment('Page of the committed report');
    table.text('commit_sha').nullable().comment('Commit that holds the report');
    table
      .text('commit_error')
      .nullable()
      .comment('Why the report could not be committed yet');
    table
      .integer('commit_attempts')
      .notNullable()
      .defaultTo(0)
      .comment('How often the commit was tried');
    table.text('error').nullable().comment('Why it failed, for people');
    table
      .uuid('lease_owner')
      .nullable()
      .comment('The backend process that works on it');
    table
      .timestamp('lease_expires_at')
      .nullable()
      .comment(
        'From then on the process counts as dead, or a commit may be tried again',
      );

    // GET /investigations: newest first, of some namespaces.
    table.index(
      ['cluster', 'namespace', 'created_at', 'id'],
      'investigations_namespace_idx',
    );
    // GET /investigations?entityRef=: newest first, of one entity.
    table.index(
      ['entity_ref', 'created_at', 'id'],
      'investigations_entity_idx',
    );
    // Retention: the oldest finished ones.
    table.index(['finished_at'], 'investigations_finished_idx');
  });
  // Recovery: the few rows that somebody works on or should.
  await knex.schema.raw(
    `CREATE INDEX investigations_lease_idx ON investigations (lease_expires_at)
     WHERE lease_expires_at IS NOT NULL`,
  );
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('investigations');
};
