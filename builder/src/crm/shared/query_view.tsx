import type { ReactNode } from 'react'
import { messageOf } from '../../api/problem.ts'
import { ErrorState } from '../../ui/empty_state.tsx'

interface QueryLike<T> {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

interface QueryViewProps<T> {
  query: QueryLike<T>
  loading: ReactNode
  children: (data: T) => ReactNode
}

/** Shows what a query has: its data, else why there is none and a way to try again, else the skeleton. */
export function QueryView<T>({ query, loading, children }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />
  return <>{loading}</>
}
