// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('anomalies', table => {
    table.comment(
      'Unusual things that the scan found, one row each from first sight to end',
    );
    table.uuid('id').primary().comment('Random id');
    table.text('cluster').notNullable().comment('Name of the cluster');
    table.text('namespace').notNullable().comment('Where it was seen');
    table
      .text('owner')
      .notNullable()
      .comment(
        'Group that owned the namespace at first sight; a later owner does not see the row',
      );
    table
      .text('service')
      .notNullable()
      .comment('The workload, empty when the signal has none');
    table.text('signal').notNullable().comment('metric or log');
    table
      .text('subject')
      .notNullable()
      .comment('Panel of the catalogue, or id of a log template');
    table.text('kind').notNullable().comment('Kind of the detector');
    table.text('direction').notNullable().comment('up, down or none');
    table.text('title').notNullable().comment('What is unusual, for people');
    table.timestamp('onset').notNullable().comment('When it began');
    table
      .timestamp('detected_at')
      .notNullable()
      .comment('When a scan first saw it');
    table
      .timestamp('last_seen_at')
      .notNullable()
      .comment('When a scan last saw it');
    table
      .timestamp('ended_at')
      .nullable()
      .comment('When scans no longer saw it; NULL while it is open');
    table
      .integer('clean_scans')
      .notNullable()
      .defaultTo(0)
      .comment('Whole scans in a row that did not see it');
    table.float('confidence').notNullable().comment('0 to 1');
    table.text('explanation').notNullable().comment('One sentence');
    table.text('query').notNullable().comment('Reproduces what was seen');
    table.timestamp('window_from').notNullable().comment('Begin of the query');
    table.timestamp('window_to').notNullable().comment('End of the query');
    table.jsonb('points').notNullable().comment('Sparkline, at most 60 points');
    table
      .timestamp('notified_at')
      .nullable()
      .comment('When its owners were told of it');

    // GET /anomalies: newest onset first, of some namespaces.
    table.index(
      ['cluster', 'namespace', 'onset', 'id'],
      'anomalies_namespace_idx',
    );
  });
  // The scan finds the open row of what it sees, and no second one can be opened.
  await knex.schema.raw(
    `CREATE UNIQUE INDEX anomalies_open_idx ON anomalies
       (cluster, namespace, service, signal, subject, kind, direction)
     WHERE ended_at IS NULL`,
  );
  // Retention: the oldest ended ones.
  await knex.schema.raw(
    `CREATE INDEX anomalies_ended_idx ON anomalies (ended_at)
     WHERE ended_at IS NOT NULL`,
  );

  await knex.schema.createTable('anomaly_mutes', table => {
    table.comment('What people do not want to hear of for a while');
    table.uuid('id').primary().comment('Random id');
    table.text('cluster').notNullable().comment('Name of the cluster');
    table.text('namespace').notNullable().comment('Where it holds');
    table
      .text('service')
      .nullable()
      .comment('The workload; NULL: every one of the namespace');
    table.text('subject').nullable().comment('Panel or template; NULL: any');
    table.text('kind').nullable().comment('Kind of the detector; NULL: any');
    table.text('reason').notNullable().comment('Why, in words of who muted');
    table.text('created_by').notNullable().comment('User entity ref');
    table.timestamp('created_at').notNullable().comment('When it was muted');
    table.timestamp('expires_at').notNullable().comment('When it ends');

    // Each list of anomalies asks for the mutes of its namespaces.
    table.index(
      ['cluster', 'namespace', 'expires_at'],
      'anomaly_mutes_namespace_idx',
    );
    // Retention.
    table.index(['expires_at'], 'anomaly_mutes_expires_idx');
  });

  await knex.schema.createTable('scan_cursor', table => {
    table.comment(
      'One row a namespace: who scans it, how far, and how the last scan went',
    );
    table.text('cluster').notNullable().comment('Name of the cluster');
    table.text('namespace').notNullable().comment('Name of the namespace');
    table
      .text('owner')
      .notNullable()
      .comment('Group that owns it, as of the last look');
    table
      .timestamp('next_at')
      .notNullable()
      .comment('When the next scan is due, or this one began');
    table
      .timestamp('lease_until')
      .nullable()
      .comment('Until then one process scans it');
    table
      .bigInteger('fencing_token')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Raised with each lease; writes of an older holder are refused by it',
      );
    table
      .timestamp('round_started_at')
      .nullable()
      .comment('Begin of the scan under way; NULL between scans');
    table
      .specificType('done', 'text[]')
      .notNullable()
      .defaultTo('{}')
      .comment('Parts of the scan under way that are finished');
    table
      .jsonb('problems')
      .notNullable()
      .defaultTo('[]')
      .comment('What the scan under way, or else the last one, could not see');
    table
      .timestamp('last_scan_at')
      .nullable()
      .comment('End of the last whole scan');
    table
      .timestamp('notified_at')
      .nullable()
      .comment('When its owners last got a message');
    table.primary(['cluster', 'namespace']);

    // Claims: those that are due, longest first.
    table.index(['next_at'], 'scan_cursor_next_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('scan_cursor');
  await knex.schema.dropTable('anomaly_mutes');
  await knex.schema.dropTable('anomalies');
};
