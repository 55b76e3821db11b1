import { parseExpr } from './expressions';
import { Lexer } from './Lexer';
import { FinalError, MetricsQueryError } from './MetricsQueryError';
import { Expr, SelectorExpr } from './types';

/** Parses MetricsQL; the texts of its errors are the server's. */
export function parseMetricsQuery(query: string): Expr {
  const lexer = new Lexer(query);
  try {
    lexer.next();
  } catch (error) {
    throw new MetricsQueryError(
      `cannot find the first token: ${(error as Error).message}`,
    );
  }
  let expr: Expr;
  try {
    expr = parseExpr(lexer);
  } catch (error) {
    if (!(error instanceof MetricsQueryError) || error instanceof FinalError) {
      throw error;
    }
    throw new MetricsQueryError(
      `${error.message}; unparsed data: ${JSON.stringify(lexer.unparsed)}`,
    );
  }
  if (!lexer.is('')) {
    throw new MetricsQueryError(
      `unparsed data left: ${JSON.stringify(lexer.unparsed)}`,
    );
  }
  return expr;
}

/** Parses a selector alone, as `match[]` and `extra_filters[]` take it. */
export function parseSelector(text: string): SelectorExpr {
  const expr = parseMetricsQuery(text);
  if (expr.kind !== 'selector') {
    throw new MetricsQueryError(
      `expecting metric selector; got ${JSON.stringify(text)}`,
    );
  }
  return expr;
}
