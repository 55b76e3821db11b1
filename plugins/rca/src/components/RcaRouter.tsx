import { Route, Routes } from 'react-router-dom';
import { InvestigationPage } from './investigation/InvestigationPage';
import { InvestigationsPage } from './list/InvestigationsPage';

/** `/rca` and `/rca/:id`. */
export function RcaRouter() {
  return (
    <Routes>
      <Route index element={<InvestigationsPage />} />
      <Route path=":id" element={<InvestigationPage />} />
    </Routes>
  );
}
