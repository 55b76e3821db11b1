import type { KubeObject, ResourceType } from '../../types';
import type { RenderOptions } from './renderObjects';
import { TABLE_COLUMNS, TableColumn } from './tableColumns';

/**
 * The form that `kubectl get` asks for: the server chooses the columns.
 *
 * @remarks
 * Descriptions of the columns are left empty; no client reads them.
 */
export function renderTable(
  type: ResourceType,
  objects: readonly KubeObject[],
  metadata: Record<string, unknown>,
  options: RenderOptions,
): unknown {
  const columns = TABLE_COLUMNS[type.plural] ?? TABLE_COLUMNS.default;
  const include = options.query.get('includeObject') ?? 'Metadata';
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(
      ({ name, type: columnType, wide }: TableColumn) => ({
        name,
        type: columnType ?? 'string',
        format: name === 'Name' ? 'name' : '',
        description: '',
        priority: wide ? 1 : 0,
      }),
    ),
    rows: objects.map(object => ({
      cells: columns.map(column => column.cell(object, options.nowMs)),
      object: includedObject(object, include),
    })),
  };
}

function includedObject(object: KubeObject, include: string): unknown {
  switch (include) {
    case 'None':
      return null;
    case 'Object':
      return object;
    default:
      return {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: object.metadata,
      };
  }
}
