import { Route, Routes } from 'react-router-dom';
import { NamespaceAccessPage } from './NamespaceAccessPage';
import { NamespacesPage } from './NamespacesPage';

/** `/namespaces` and `/namespaces/:cluster/:namespace`. */
export function NamespacesRouter() {
  return (
    <Routes>
      <Route index element={<NamespacesPage />} />
      <Route path=":cluster/:namespace" element={<NamespaceAccessPage />} />
    </Routes>
  );
}
