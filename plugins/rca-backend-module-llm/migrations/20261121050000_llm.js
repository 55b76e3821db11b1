// @ts-check

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('llm_usage', table => {
    table.comment('What tenants used of language models, by day');
    table.text('tenant').notNullable().comment('Cluster and namespace');
    table.date('day').notNullable().comment('Of UTC');
    table
      .bigInteger('tokens')
      .notNullable()
      .comment(
        'Of prompts and answers, with what is reserved for running ones',
      );
    table
      .bigInteger('cost_micros')
      .notNullable()
      .comment('Millionths of the currency of the prices');
    table.integer('calls').notNullable().comment('Questions asked');
    table.primary(['tenant', 'day']);
    // For the deletion of old days.
    table.index(['day'], 'llm_usage_day_idx');
  });
  await knex.schema.createTable('llm_keys', table => {
    table.comment('Keys that the portal made for itself');
    table.text('id').primary().comment('What the key is for');
    table.text('key').notNullable().comment('Hexadecimal');
  });
};

/**
 * @param {import('knex').Knex} knex
 * @returns {Promise<void>}
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('llm_keys');
  await knex.schema.dropTable('llm_usage');
};
