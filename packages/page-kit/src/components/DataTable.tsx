/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role -- the roles are what `display: block` takes away, see the remarks */
import { ReactNode } from 'react';
import styles from './components.module.css';

/** @public */
export type DataColumn<T> = {
  id: string;
  title: string;
  cell: (item: T) => ReactNode;
  /** The cell that names the row. */
  rowHeader?: boolean;
};

/**
 * A table for reading, whose rows become cards on a phone.
 *
 * @remarks
 * Cards are made by changing `display`, which takes the role of a table away in
 * some browsers; so the roles are written out.
 *
 * @public
 */
export function DataTable<T>(props: {
  /** What a screen reader calls the table. */
  label: string;
  columns: ReadonlyArray<DataColumn<T>>;
  items: readonly T[];
  keyOf: (item: T) => string;
}) {
  const { label, columns, items, keyOf } = props;
  return (
    <table className={styles.table} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ id, title }) => (
            <th key={id} scope="col" role="columnheader">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map(item => (
          <tr key={keyOf(item)} role="row">
            {columns.map(({ id, title, cell, rowHeader }) =>
              rowHeader ? (
                <th key={id} scope="row" role="rowheader">
                  {cell(item)}
                </th>
              ) : (
                <td key={id} role="cell" data-title={title}>
                  {cell(item)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
