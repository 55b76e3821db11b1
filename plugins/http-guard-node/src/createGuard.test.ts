import express from 'express';
import request from 'supertest';
import { createGuard } from './createGuard';

describe('createGuard', () => {
  const app = express();
  app.use(createGuard());
  const api = express.Router();
  app.use('/api/catalog', api);
  api.all('/.backstage/scheduler/v1/tasks', (_req, res) => res.send('tasks'));
  api.all('/.backstage/scheduler/v1/tasks/:id/trigger', (_req, res) =>
    res.send('triggered'),
  );
  api.get('/entities', (req, res) =>
    res.json({ headers: req.headers, rawHeaders: req.rawHeaders }),
  );

  it('should refuse to steer background tasks, however it is written', async () => {
    const scheduler = '/.backstage/scheduler/v1/tasks';
    for (const path of [
      `/api/catalog${scheduler}`,
      `/api/catalog${scheduler}/`,
      `/API/Catalog/.BACKSTAGE/Scheduler/v1/TASKS`,
      `/api/catalog/.backstage/scheduler//v1/tasks`,
      `/api/catalog${scheduler}/refresh/trigger?x=1`,
    ]) {
      for (const method of ['get', 'post', 'head', 'put'] as const) {
        const answer = await request(app)[method](path);
        expect(`${path} ${answer.status}`).toBe(`${path} 403`);
      }
    }
    // What Express does not take for that route either.
    for (const path of [
      `/api/catalog//.backstage/scheduler/v1/tasks`,
      `/api//catalog${scheduler}`,
      `/api/catalog/%2ebackstage/scheduler/v1/tasks`,
      `/api/catalog/.backstage%2fscheduler/v1/tasks`,
    ]) {
      expect((await request(app).get(path)).text).not.toMatch(/^tasks$/);
    }
  });

  it('should take off headers that claim an identity, and no others', async () => {
    const { body } = await request(app).get('/api/catalog/entities').set({
      'Impersonate-User': 'admin',
      'impersonate-group': 'system:masters',
      'Impersonate-Extra-scopes': 'x',
      'X-Remote-User': 'admin',
      'Backstage-Kubernetes-Authorization': 'Bearer x',
      'Backstage-Kubernetes-Authorization-google': 'x',
      Authorization: 'Bearer mine',
    });
    const text = JSON.stringify(body);
    expect(text).not.toMatch(/impersonate|x-remote|kubernetes-auth/i);
    expect(body.headers.authorization).toBe('Bearer mine');
    expect(body.rawHeaders).toContain('Bearer mine');
  });
});
