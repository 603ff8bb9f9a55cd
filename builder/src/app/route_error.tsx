import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ErrorState } from '../ui/empty_state.tsx'

function explain(error: unknown): string {
  if (isRouteErrorResponse(error)) return `${error.status} ${error.statusText}`
  if (error instanceof TypeError && /import|module/i.test(error.message)) {
    return 'A part of the console could not be loaded. SoniaRose may have been updated; reload the page.'
  }
  return error instanceof Error
    ? error.message
    : 'Reload the page. If it happens again, the browser’s console says more.'
}

/** What a page shows when its own code failed. */
export function RouteError() {
  const error = useRouteError()
  return (
    <ErrorState
      title="This page stumbled"
      message={explain(error)}
      onRetry={() => window.location.reload()}
      className="min-h-full justify-center"
    />
  )
}
