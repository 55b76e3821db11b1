// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_keys', table => {
    table.comment('Keys for machines: who owns them and what they may do');
    table.uuid('id').primary().comment('Random id, the name of the principal');
    table.text('name').notNullable().comment('What it is for, for people');
    table
      .text('owner')
      .notNullable()
      .comment('Entity ref of the group that owns it');
    table
      .jsonb('permissions')
      .notNullable()
      .comment('Names of the permissions in its scope');
    table
      .jsonb('namespaces')
      .notNullable()
      .comment('Namespaces in its scope, with their clusters');
    table
      .text('created_by')
      .notNullable()
      .comment('User entity ref of who made it');
    table.timestamp('created_at').notNullable().comment('When it was made');
    table
      .timestamp('expires_at')
      .notNullable()
      .comment('From then on it opens nothing');
    table.timestamp('revoked_at').nullable().comment('When it was taken away');
    table
      .text('revoked_by')
      .nullable()
      .comment('User entity ref of who took it away');
    table
      .timestamp('closed_at')
      .nullable()
      .comment('When tokens that it was exchanged for were made worthless');
    table
      .timestamp('last_used_at')
      .nullable()
      .comment('When it was last exchanged for a token');

    // GET /keys: newest first, of some groups; and how many a group has.
    table.index(['owner', 'created_at'], 'access_keys_owner_idx');
    // Retention: the oldest closed ones.
    table.index(['closed_at'], 'access_keys_closed_idx');
  });
  // Upkeep: keys that have expired and still have to be closed.
  await knex.schema.raw(
    `CREATE INDEX access_keys_open_idx ON access_keys (expires_at)
     WHERE closed_at IS NULL`,
  );
  await knex.schema.createTable('access_key_secrets', table => {
    table.comment(
      'Hashes of the secrets of keys; a key has two while it is rotated',
    );
    table
      .text('hash')
      .primary()
      .comment('SHA-256 of the secret, which is 256 random bits, in hex');
    table
      .uuid('key_id')
      .notNullable()
      .references('id')
      .inTable('access_keys')
      .onDelete('CASCADE')
      .comment('The key that it is a secret of');
    table.timestamp('created_at').notNullable().comment('When it was made');
    table
      .timestamp('expires_at')
      .nullable()
      .comment('End of the overlap after a rotation; null for the newest');
    // Rotation and cascades.
    table.index(['key_id'], 'access_key_secrets_key_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_key_secrets');
  await knex.schema.dropTable('access_keys');
};
