import { DatabaseService } from '@backstage/backend-plugin-api';
import { CauseCategory, ObjectRef, Verdict } from '@internal/plugin-rca-common';
import { Knex } from 'knex';
import { PastReport, PastReports } from '../collectors/pastReports';

type Row = {
  id: string;
  created_at: Date;
  verdict: Verdict;
  summary: string;
  category: CauseCategory | null;
  entity: ObjectRef | null;
  rules: string[];
  report_url: string | null;
};

/**
 * Earlier reports in the table of investigations.
 *
 * @remarks
 * What is said of an earlier report becomes part of the new one, and is seen by
 * whoever sees that. So an earlier one counts only when its namespaces and its
 * owners are all among those of the new one. Which is why this asks the new
 * one's row, and not its caller. Of reports from before owners were written
 * down, nobody knows whose they are.
 *
 * @internal
 */
export class DatabasePastReports implements PastReports {
  readonly #knex: Knex;

  static async create(options: {
    database: DatabaseService;
  }): Promise<DatabasePastReports> {
    return new DatabasePastReports(await options.database.getClient());
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async before(investigationId: string, limit: number): Promise<PastReport[]> {
    // The newest are chosen first: only of those the large reports are opened.
    const { rows } = await this.#knex.raw<{ rows: Row[] }>(
      `SELECT past.id, past.created_at, past.verdict, past.summary, past.report_url,
              past.report #>> '{hypotheses,0,category}' AS category,
              past.report #> '{hypotheses,0,entity}' AS entity,
              jsonb_path_query_array(
                past.report, '$.findings[*] \\? (@.severity != "info").rule'
              ) AS rules
         FROM (
           SELECT earlier.*
             FROM investigations AS this
             JOIN investigations AS earlier
               ON earlier.entity_ref = this.entity_ref
              AND earlier.created_at < this.created_at
            WHERE this.id = ?
              AND earlier.cluster = this.cluster
              AND earlier.namespace = this.namespace
              AND earlier.namespaces <@ this.namespaces
              AND earlier.owners <@ this.owners
              AND earlier.report IS NOT NULL
            ORDER BY earlier.created_at DESC, earlier.id DESC
            LIMIT ?
         ) AS past
        ORDER BY past.created_at DESC, past.id DESC`,
      [investigationId, limit],
    );
    return rows.map(row => ({
      investigationId: row.id,
      createdAt: row.created_at.toISOString(),
      verdict: row.verdict,
      summary: row.summary,
      ...(row.category && { category: row.category }),
      ...(row.entity && { entity: row.entity }),
      rules: [...new Set(row.rules)].sort(),
      ...(row.report_url && { reportUrl: row.report_url }),
    }));
  }
}
