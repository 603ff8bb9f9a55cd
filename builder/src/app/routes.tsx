import type { ComponentType } from 'react'
import { createBrowserRouter, Navigate } from 'react-router'
import { NotFoundPage } from './not_found_page.tsx'
import { RouteError } from './route_error.tsx'
import { Shell } from './shell.tsx'

/** Loads a page's code when it is first opened. */
function page(load: () => Promise<ComponentType>) {
  return async () => ({ Component: await load() })
}

/** Every page of the console; each one's code is a file of its own. */
export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: RouteError,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: RouteError,
        children: [
          { path: '/crm', element: <Navigate to="/crm/dashboard" replace /> },
          {
            path: '/crm/dashboard',
            lazy: page(async () => (await import('../crm/dashboard/dashboard_page.tsx')).DashboardPage),
          },
          {
            path: '/crm/contacts',
            lazy: page(async () => (await import('../crm/contacts/contacts_page.tsx')).ContactsPage),
          },
          {
            path: '/crm/contacts/new',
            lazy: page(async () => (await import('../crm/contacts/new_contact_page.tsx')).NewContactPage),
          },
          {
            path: '/crm/contacts/import',
            lazy: page(async () => (await import('../crm/imports/import_page.tsx')).ImportPage),
          },
          {
            path: '/crm/contacts/:id',
            lazy: page(async () => (await import('../crm/contacts/contact_page.tsx')).ContactPage),
          },
          {
            path: '/crm/segments/:id?',
            lazy: page(async () => (await import('../crm/segments/segments_page.tsx')).SegmentsPage),
          },
          {
            path: '/crm/workflows',
            lazy: page(async () => (await import('../crm/workflows/workflows_page.tsx')).WorkflowsPage),
          },
          {
            path: '/crm/workflows/:id',
            lazy: page(async () => (await import('../editor/editor_page.tsx')).EditorPage),
          },
          { path: '/crm/workflows/:id/runs', lazy: page(async () => (await import('../runs/runs_page.tsx')).RunsPage) },
          {
            path: '/crm/workflows/:id/runs/move',
            lazy: page(async () => (await import('../runs/move/move_page.tsx')).MovePage),
          },
          {
            path: '/crm/workflows/:id/runs/:runId',
            lazy: page(async () => (await import('../runs/runs_page.tsx')).RunsPage),
          },
          {
            path: '/crm/inbox/:contactId?',
            lazy: page(async () => (await import('../crm/inbox/inbox_page.tsx')).InboxPage),
          },
          {
            path: '/crm/compliance',
            lazy: page(async () => (await import('../crm/compliance/compliance_page.tsx')).CompliancePage),
          },
          { path: '/crm/media', lazy: page(async () => (await import('../crm/media/media_page.tsx')).MediaPage) },
          { path: '/crm/calls', lazy: page(async () => (await import('../crm/calls/calls_page.tsx')).CallsPage) },
          {
            path: '/crm/settings/:section?',
            lazy: page(async () => (await import('../crm/settings/settings_page.tsx')).SettingsPage),
          },
          { path: '/dev/phone', lazy: page(async () => (await import('../crm/phone/phone_page.tsx')).PhonePage) },
          { path: '*', Component: NotFoundPage },
        ],
      },
    ],
  },
])
