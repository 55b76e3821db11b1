import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { namespaces, people, services } from '../world';
import { BareRepository } from './BareRepository';
import { commitCompanyCatalog, readCompanyCatalog } from './initialContent';

const PREFIX = 'backstage.io/kubernetes-';

describe('initialContent', () => {
  it('should describe exactly the people and services of the world, with their calls', async () => {
    const files = await readCompanyCatalog();
    const entities = Object.values(files).flatMap(content =>
      parseAllDocuments(content).map(document => document.toJS()),
    );
    const ofKind = (kind: string) =>
      entities.filter(entity => entity.kind === kind);
    const targets = (file: string) =>
      parseAllDocuments(files[file])[0].toJS().spec.targets.sort();
    const all = targets('catalog-info.yaml');
    expect(all).toEqual(
      Object.keys(files)
        .filter(path => !path.startsWith('catalog-'))
        .map(path => `./${path}`)
        .sort(),
    );
    // The same but for what the identity provider knows better.
    const synchronised = ['./teams/groups.yaml', './teams/people.yaml'];
    expect(targets('catalog-without-people.yaml')).toEqual(
      all.filter((target: string) => !synchronised.includes(target)),
    );

    expect(
      ofKind('User').map(({ metadata, spec }) => [
        metadata.name,
        spec.profile.displayName,
        spec.profile.email,
        spec.memberOf,
      ]),
    ).toEqual(
      people.map(person => [
        person.id,
        `${person.givenName} ${person.familyName}`,
        person.email,
        person.roles.map(role => role.replace(/-(admin|developer|owner)$/, '')),
      ]),
    );
    const groups = (type: string) =>
      ofKind('Group')
        .filter(({ spec }) => spec.type === type)
        .map(({ metadata }) => metadata.name)
        .sort();
    expect(groups('team')).toEqual(
      [...new Set(namespaces.flatMap(({ team }) => team ?? []))].sort(),
    );
    expect([...groups('organization'), ...groups('department')]).toEqual([
      'shop',
      'product',
    ]);

    const entityName = (key: string) => {
      const [namespace, name] = key.split('/');
      return namespace === 'team-a-staging' ? `${name}-staging` : name;
    };
    const described = ofKind('Component').map(({ metadata, spec }) => ({
      name: metadata.name,
      service: `${metadata.annotations[`${PREFIX}namespace`]}/${
        metadata.annotations[`${PREFIX}id`]
      }`,
      cluster: metadata.annotations[`${PREFIX}cluster`],
      selector: metadata.annotations[`${PREFIX}label-selector`],
      owner: spec.owner,
      dependsOn: (spec.dependsOn ?? []).sort(),
    }));
    const actual = services
      .filter(({ builtIn }) => !builtIn)
      .map(service => {
        const key = `${service.namespace}/${service.name}`;
        const team = namespaces.find(
          ({ name }) => name === service.namespace,
        )!.team;
        const callees = service.routes.flatMap(({ calls }) => calls ?? []);
        return {
          name: entityName(key),
          service: key,
          cluster: 'sandbox',
          selector: `app.kubernetes.io/name=${service.name}`,
          owner: `group:default/${team}`,
          dependsOn: [
            ...new Set(
              callees.map(({ to }) => `component:default/${entityName(to)}`),
            ),
          ].sort(),
        };
      });
    const byName = (a: { name: string }, b: { name: string }) =>
      a.name.localeCompare(b.name);
    // The world of this process is the first cluster.
    const here = described.filter(({ cluster }) => cluster === 'sandbox');
    expect(here.sort(byName)).toEqual(actual.sort(byName));
  });

  it('should be committed once, and leave changes of others alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-catalog-'));
    const repository = await BareRepository.open(join(folder, 'catalog.git'));
    await commitCompanyCatalog(repository, 0);
    const first = await repository.head();
    expect(first).toBeDefined();
    const changed = await repository.commit({
      changes: () => ({ 'catalog-info.yaml': 'mine\n' }),
      message: 'Mine',
      author: { name: 'A', email: 'a@b.c' },
      timeMs: 1_000,
    });
    await commitCompanyCatalog(repository, 2_000);
    expect(await repository.head()).toBe(changed);
    await rm(folder, { recursive: true });
  });
});
