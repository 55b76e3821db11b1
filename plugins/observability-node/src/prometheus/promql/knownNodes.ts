/**
 * Kinds of nodes of the official grammar that cannot read a series other than
 * through a `VectorSelector`. A kind that is not here, which a newer grammar may
 * bring, is refused until somebody has looked at it.
 *
 * @remarks
 * `Info` is left out: `info()` reads `target_info` without a selector in the text.
 *
 * @internal
 */
export const knownNodes: ReadonlySet<string> = new Set(
  `
  PromQL VectorSelector LabelMatchers UnquotedLabelMatcher QuotedLabelMatcher
  QuotedLabelName LabelName MatchOp EqlSingle EqlRegex Neq NeqRegex Identifier
  MatrixSelector SubqueryExpr OffsetExpr StepInvariantExpr AnchoredExpr
  SmoothedExpr ParenExpr UnaryExpr BinaryExpr AggregateExpr FunctionCall
  FunctionCallBody FunctionIdentifier StringLiteral NumberDurationLiteral
  NumberDurationLiteralInDurationContext DurationExpr OffsetDurationExpr
  DurationStep DurationRange DurationMinOf DurationMaxOf LineComment
  AggregateOp AggregateModifier GroupingLabels BoolModifier
  MatchingModifierClause FillModifier FillClause FillLeftClause FillRightClause
  At AtModifierPreprocessors AtStart AtEnd StartFn EndFn Offset Anchored Smoothed
  Bool Ignoring On GroupLeft GroupRight By Without Fill FillLeft FillRight
  UnaryOp And Or Unless Atan2 Pow Mul Div Mod Add Sub Eql Gte Gtr Lte Lss
  TrimUpper TrimLower
  Avg Bottomk Count CountValues Group Max Min Quantile LimitK LimitRatio Stddev
  Stdvar Sum Topk
  AbsentOverTime Absent Abs Acos Acosh Asin Asinh Atan Atanh AvgOverTime Ceil
  Changes Clamp ClampMax ClampMin Cos Cosh CountOverTime DaysInMonth DayOfMonth
  DayOfWeek DayOfYear Deg Delta Deriv Exp FirstOverTime Floor HistogramCount
  HistogramFraction HistogramQuantile HistogramQuantiles HistogramStdDev
  HistogramStdVar HistogramSum HistogramAvg DoubleExponentialSmoothing Hour
  Idelta Increase Irate LabelReplace LabelJoin LastOverTime Ln Log10 Log2
  MadOverTime MaxOverTime MinOverTime TsOfFirstOverTime TsOfMaxOverTime
  TsOfMinOverTime TsOfLastOverTime Minute Month Pi PredictLinear
  PresentOverTime QuantileOverTime Rad Rate Resets Round Scalar Sgn Sin Sinh
  Sort SortDesc SortByLabel SortByLabelDesc StartTimestamp Range Step Sqrt
  StddevOverTime StdvarOverTime SumOverTime Tan Tanh Timestamp Time Vector Year
  `
    .trim()
    .split(/\s+/),
);
