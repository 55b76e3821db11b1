import { visibleText } from '@internal/page-kit';
import { TemplateToken } from '@internal/plugin-observability-common';
import styles from './patterns.module.css';

/** A template: its fixed text, and its variables by their kind. */
export function TemplateText(props: { tokens: readonly TemplateToken[] }) {
  return (
    <span className={styles.template}>
      {props.tokens.map((token, index) =>
        'text' in token ? (
          <span key={index}>{visibleText(token.text)}</span>
        ) : (
          <span key={index} className={styles.variable}>
            {`‹${visibleText(token.variable)}›`}
          </span>
        ),
      )}
    </span>
  );
}

/** The same as plain text, for names of buttons. */
export function templateText(tokens: readonly TemplateToken[]): string {
  return tokens
    .map(token => ('text' in token ? token.text : `‹${token.variable}›`))
    .map(visibleText)
    .join('');
}
