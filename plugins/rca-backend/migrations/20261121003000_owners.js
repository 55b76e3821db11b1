// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('investigations', table => {
    table
      .specificType('owners', 'text[]')
      .nullable()
      .comment(
        'Groups that owned the namespaces when it was started, shared ones left out; whoever is not in each of them does not see the row. NULL: not known, for the platform only',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('investigations', table => {
    table.dropColumn('owners');
  });
};
