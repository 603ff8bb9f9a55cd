import { useSearchParams } from 'react-router'

/**
 * Filters that live in the address, so that they survive a reload and can be sent to somebody.
 * An empty value takes the parameter out.
 */
export function useSearchState<K extends string>(
  keys: readonly K[],
): [Record<K, string>, (change: Partial<Record<K, string>>) => void] {
  const [params, setParams] = useSearchParams()
  const values = Object.fromEntries(keys.map((key) => [key, params.get(key) ?? ''])) as Record<K, string>
  const change = (next: Partial<Record<K, string>>) => {
    setParams(
      (old) => {
        const copy = new URLSearchParams(old)
        for (const key of keys) {
          const value = next[key]
          if (value === undefined) continue
          if (value) copy.set(key, value)
          else copy.delete(key)
        }
        return copy
      },
      { replace: true },
    )
  }
  return [values, change]
}
