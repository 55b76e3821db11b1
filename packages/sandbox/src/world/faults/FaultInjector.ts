import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  DesiredState,
  FaultDefinition,
  NewKubeObject,
  ObjectStore,
} from '../../types';
import { authorNamed, type ImageRegistry } from '../definition';
import { desiredManifests } from '../definition/desiredManifests';
import type { EventRecorder } from '../cluster/EventRecorder';
import type { Environment } from '../Environment';
import type { VirtualClock } from '../VirtualClock';
import { faultsFor } from './catalog';
import { applyEdit } from './edits';
import { Hands } from './Hands';
import { serviceNamed } from './targets';
import type { EnvironmentEffect, FaultSpec, ManifestEdit } from './types';

/** Makes faults happen and undoes them: manifests through the desired state, mishaps through the environment. */
export class FaultInjector {
  readonly #environment: Environment;
  readonly #clock: VirtualClock;
  readonly #registry: ImageRegistry;
  readonly #hands: Hands;
  readonly #faults: FaultSpec[];
  readonly #active = new Map<string, string>();

  constructor(parts: {
    environment: Environment;
    clock: VirtualClock;
    store: ObjectStore;
    registry: ImageRegistry;
    events: EventRecorder;
    seed: number;
  }) {
    this.#environment = parts.environment;
    this.#clock = parts.clock;
    this.#registry = parts.registry;
    this.#hands = new Hands(parts.store, parts.clock, parts.events);
    this.#faults = faultsFor(parts.seed);
  }

  list(): Array<FaultDefinition & { activeSince?: string }> {
    return this.#faults.map(({ name, title, startFrom, team, truth }) => {
      const activeSince = this.#active.get(name);
      return {
        name,
        title,
        startFrom,
        team,
        truth,
        ...(activeSince ? { activeSince } : {}),
      };
    });
  }

  inject(name: string, desired: DesiredState): Promise<void> {
    const fault = this.#check(name);
    this.#active.set(name, new Date(this.#clock.now()).toISOString());
    for (const { service, tag, behaviour } of fault.images ?? []) {
      this.#registry.push(serviceNamed(service), tag, behaviour);
    }
    this.#hands.create(fault);
    for (const effect of fault.environment ?? []) {
      this.#begin(effect);
    }
    return this.#write(fault, desired, false).catch(error => {
      this.#active.delete(name);
      throw error;
    });
  }

  async heal(desired: DesiredState): Promise<void> {
    for (const fault of this.#faults
      .filter(({ name }) => this.#active.has(name))
      .reverse()) {
      fault.environment?.forEach(effect => this.#end(effect));
      this.#hands.remove(fault);
      await this.#write(fault, desired, true);
      this.#active.delete(fault.name);
    }
  }

  #check(name: string): FaultSpec {
    const fault = this.#faults.find(candidate => candidate.name === name);
    if (!fault) {
      const known = this.#faults.map(candidate => candidate.name).join(', ');
      throw new NotFoundError(
        `There is no fault '${name}'; the sandbox knows ${known}`,
      );
    }
    const targets = targetsOf(fault);
    const clash = this.#faults.find(
      other =>
        this.#active.has(other.name) &&
        targetsOf(other).some(target => targets.includes(target)),
    );
    if (clash) {
      throw new ConflictError(
        `Fault '${clash.name}' is active on the same target; heal it first`,
      );
    }
    return fault;
  }

  async #write(
    { change }: FaultSpec,
    desired: DesiredState,
    undo: boolean,
  ): Promise<void> {
    if (change) {
      const objects = change.edits.map(edit =>
        undo ? manifestOf(edit) : applyEdit(manifestOf(edit), edit),
      );
      const message = undo ? `Revert "${change.message}"` : change.message;
      await desired.apply(objects, message, authorNamed(change.author));
    }
  }

  #begin(effect: EnvironmentEffect): void {
    switch (effect.kind) {
      case 'silent-node':
        return this.#environment.silenceNode(effect.node);
      case 'slow-volume':
        return this.#environment.slowVolume(effect, this.#clock.now());
      case 'traffic':
        return this.#environment.setTraffic(effect.factor, this.#clock.now());
      case 'ailment':
        return this.#environment.ail(
          effect.namespace,
          effect.service,
          effect.behaviour,
        );
      case 'webhook':
        this.#environment.webhookFailure = effect.failure;
        return undefined;
      case 'cordon':
        return this.#hands.cordon(effect.nodes, true);
      case 'drain':
        return this.#hands.drain(effect.node);
      default:
        return effect satisfies never;
    }
  }

  #end(effect: EnvironmentEffect): void {
    switch (effect.kind) {
      case 'silent-node':
        return this.#environment.reviveNode(effect.node);
      case 'slow-volume':
        return this.#environment.mendVolume(effect.namespace, effect.service);
      case 'traffic':
        return this.#environment.setTraffic(1, this.#clock.now());
      case 'ailment':
        return this.#environment.cure(effect.namespace, effect.service);
      case 'webhook':
        this.#environment.webhookFailure = undefined;
        return undefined;
      case 'cordon':
        return this.#hands.cordon(effect.nodes, false);
      case 'drain':
        return this.#hands.cordon([effect.node], false);
      default:
        return effect satisfies never;
    }
  }
}

/** The manifest that an edit is about, as the teams first wrote it. */
function manifestOf(edit: ManifestEdit): NewKubeObject {
  const found = desiredManifests().find(
    ({ object }) =>
      object.kind === edit.kind &&
      object.metadata.namespace === edit.namespace &&
      object.metadata.name === edit.name,
  );
  if (!found) {
    throw new NotFoundError(
      `The sandbox has no manifest ${edit.kind} ${edit.namespace}/${edit.name}`,
    );
  }
  return found.object;
}

/** What a fault touches: two that touch the same cannot be told apart. */
function targetsOf(fault: FaultSpec): string[] {
  const edited = (fault.change?.edits ?? []).map(
    edit => `${edit.namespace}/${edit.name.replace(/-config$/, '')}`,
  );
  const mishaps = (fault.environment ?? []).map(effect => {
    switch (effect.kind) {
      case 'silent-node':
        return effect.node;
      case 'slow-volume':
      case 'ailment':
        return `${effect.namespace}/${effect.service}`;
      default:
        return effect.kind;
    }
  });
  return [...edited, ...mishaps];
}
