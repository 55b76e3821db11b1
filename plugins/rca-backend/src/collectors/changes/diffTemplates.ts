import {
  V1Container,
  V1EnvFromSource,
  V1EnvVar,
  V1PodTemplateSpec,
} from '@kubernetes/client-node';
import {
  looksSecret,
  redactSecrets,
  SECRET_NAME,
} from '../../lib/redactSecrets';
import { FieldChange, FieldKind } from './ChangeFacts';
import { HIDDEN } from './redactDiff';

const MAX_VALUE_LENGTH = 200;
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/**
 * What differs between two pod templates, in an order that depends on nothing
 * but their content. Values of variables that look secret are left out.
 * @internal
 */
export function diffTemplates(
  before: V1PodTemplateSpec | undefined,
  after: V1PodTemplateSpec | undefined,
): FieldChange[] {
  const old = flatten(before);
  const now = flatten(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter(path => old.get(path)?.value !== now.get(path)?.value)
    .map(path => {
      const kind = (now.get(path) ?? old.get(path))!.kind;
      return {
        kind,
        path,
        ...shown(kind, path, 'before', old.get(path)?.value),
        ...shown(kind, path, 'after', now.get(path)?.value),
      };
    });
}

type Field = { kind: FieldKind; value: string };

function flatten(template: V1PodTemplateSpec | undefined): Map<string, Field> {
  const fields = new Map<string, Field>();
  const put = (path: string, kind: FieldKind, value: unknown) => {
    if (value !== undefined && value !== null) {
      fields.set(path, { kind, value: text(value) });
    }
  };
  const spec = template?.spec;
  for (const [key, value] of Object.entries(
    template?.metadata?.annotations ?? {},
  )) {
    const kind = key === RESTARTED_AT ? 'restart' : annotationKind(key);
    put(`annotations[${key}]`, kind, value);
  }
  for (const [key, value] of Object.entries(template?.metadata?.labels ?? {})) {
    if (key !== 'pod-template-hash') {
      put(`labels[${key}]`, 'other', value);
    }
  }
  for (const container of spec?.initContainers ?? []) {
    putContainer(`initContainers[${container.name}]`, container, put);
  }
  for (const container of spec?.containers ?? []) {
    putContainer(`containers[${container.name}]`, container, put);
  }
  for (const volume of spec?.volumes ?? []) {
    put(
      `volumes[${volume.name}].configMap`,
      'config-reference',
      volume.configMap?.name,
    );
    put(
      `volumes[${volume.name}].secret`,
      'config-reference',
      volume.secret?.secretName,
    );
  }
  put('nodeSelector', 'scheduling', spec?.nodeSelector);
  put('affinity', 'scheduling', spec?.affinity);
  put('tolerations', 'scheduling', spec?.tolerations);
  put('priorityClassName', 'scheduling', spec?.priorityClassName);
  put(
    'topologySpreadConstraints',
    'scheduling',
    spec?.topologySpreadConstraints,
  );
  put('serviceAccountName', 'other', spec?.serviceAccountName);
  return fields;
}

type Put = (path: string, kind: FieldKind, value: unknown) => void;

function putContainer(at: string, container: V1Container, put: Put): void {
  put(`${at}.image`, 'image', container.image);
  put(`${at}.command`, 'command', container.command);
  put(`${at}.args`, 'command', container.args);
  put(`${at}.ports`, 'other', container.ports);
  for (const part of ['requests', 'limits'] as const) {
    for (const [name, value] of Object.entries(
      container.resources?.[part] ?? {},
    )) {
      put(`${at}.resources.${part}.${name}`, 'resources', value);
    }
  }
  put(`${at}.readinessProbe`, 'probe', container.readinessProbe);
  put(`${at}.livenessProbe`, 'probe', container.livenessProbe);
  put(`${at}.startupProbe`, 'probe', container.startupProbe);
  for (const variable of container.env ?? []) {
    put(
      `${at}.env[${variable.name}]`,
      variable.valueFrom ? 'config-reference' : 'env',
      envValue(variable),
    );
  }
  for (const source of container.envFrom ?? []) {
    const name = envFromName(source);
    put(`${at}.envFrom[${name}]`, 'config-reference', name);
  }
}

function envValue({ value, valueFrom }: V1EnvVar): string {
  const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  if (configMapKeyRef) {
    return `ConfigMap ${configMapKeyRef.name} key ${configMapKeyRef.key}`;
  }
  if (secretKeyRef) {
    return `Secret ${secretKeyRef.name} key ${secretKeyRef.key}`;
  }
  return value ?? text(valueFrom ?? '');
}

function envFromName({ configMapRef, secretRef }: V1EnvFromSource): string {
  return configMapRef
    ? `ConfigMap ${configMapRef.name}`
    : `Secret ${secretRef?.name}`;
}

/** Charts put a checksum of the configuration there so that a change of it rolls out. */
function annotationKind(key: string): FieldKind {
  return /checksum|config.?(hash|version)|secret.?hash/i.test(key)
    ? 'config-reference'
    : 'other';
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function shown(
  kind: FieldKind,
  path: string,
  side: 'before' | 'after',
  value: string | undefined,
): Partial<Record<'before' | 'after', string>> {
  if (value === undefined) {
    return {};
  }
  return {
    [side]:
      kind === 'env' && (SECRET_NAME.test(path) || looksSecret(value))
        ? HIDDEN
        : redactSecrets(value).slice(0, MAX_VALUE_LENGTH),
  };
}
