/**
 * Kinds of nodes in Grafana's grammar, by its names. A kind that is in no list is
 * refused, so one that a later grammar adds is refused until somebody looked.
 */

/** What a log query may consist of; `keep` is missing because it drops the namespace. @internal */
export const lineKinds: ReadonlySet<string> = new Set([
  ...['LogQL', 'Expr', 'LogExpr', 'Selector', 'Matchers', 'Matcher'],
  ...['Identifier', 'String', 'Eq', 'Neq', 'Re', 'Nre', 'And', 'Or'],
  ...['PipelineExpr', 'PipelineStage', 'Pipe'],
  ...['LineFilters', 'LineFilter', 'OrFilter', 'Filter', 'FilterOp', 'Ip'],
  ...['PipeExact', 'PipeMatch', 'PipePattern', 'Npa'],
  ...['LabelParser', 'Json', 'Regexp', 'Pattern', 'Unpack'],
  ...['LogfmtParser', 'Logfmt', 'LogfmtParserFlags', 'ParserFlag'],
  ...['JsonExpressionParser', 'LogfmtExpressionParser'],
  ...['LabelExtractionExpressionList', 'LabelExtractionExpression'],
  ...['LabelFilter', 'IpLabelFilter', 'UnitFilter', 'DurationFilter'],
  ...['BytesFilter', 'NumberFilter', 'Duration', 'Bytes', 'Number'],
  ...['LiteralExpr', 'Add', 'Sub', 'Gtr', 'Gte', 'Lss', 'Lte', 'Eql'],
  ...['LineFormatExpr', 'LineFormat', 'DecolorizeExpr', 'Decolorize'],
  ...['LabelFormatExpr', 'LabelFormat', 'LabelsFormat', 'LabelFormatMatcher'],
  ...['DropLabelsExpr', 'Drop', 'DropLabels', 'DropLabel'],
]);

/** Those of a count around a log query, which only this code writes. @internal */
export const countKinds: ReadonlySet<string> = new Set([
  ...lineKinds,
  ...['MetricExpr', 'VectorAggregationExpr', 'VectorOp', 'Sum', 'Topk'],
  ...['Grouping', 'By', 'Labels'],
  ...['RangeAggregationExpr', 'RangeOp', 'CountOverTime'],
  ...['LogRangeExpr', 'Range', 'OffsetExpr', 'Offset'],
]);

/** Inside these, labels are changed or taken away. @internal */
export const renamingKinds: ReadonlySet<string> = new Set([
  'LabelFormatExpr',
  'DropLabelsExpr',
]);

/** Stages that mark a line with an error instead of dropping it. @internal */
export const failingKinds: ReadonlySet<string> = new Set([
  'LabelParser',
  'LogfmtParser',
  'JsonExpressionParser',
  'LogfmtExpressionParser',
  'UnitFilter',
  'NumberFilter',
  'LineFormatExpr',
  'LabelFormatExpr',
]);
