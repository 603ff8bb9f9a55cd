import { Clock, File, Trash2 } from 'lucide-react'
import { mediaAddress } from '../../api/media_address.ts'
import type { MediaAsset } from '../../api/types.ts'
import { Badge } from '../../ui/badge.tsx'
import { CopyButton } from '../../ui/copy_button.tsx'
import { formatAgo, formatBytes } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon_button.tsx'
import { useWorkspaceNow } from '../../ui/workspace_now.ts'
import { carrierVerdict } from './carrier_rules.ts'

/** One file of the library. */
export function MediaTile({ asset, onDelete }: { asset: MediaAsset; onDelete?: () => void }) {
  const now = useWorkspaceNow()
  const verdict = carrierVerdict(asset)
  const isImage = asset.contentType.startsWith('image/')
  return (
    <article className="flex h-full flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-card">
      <a
        href={mediaAddress(asset.url)}
        target="_blank"
        rel="noreferrer"
        className="block aspect-4/3 overflow-hidden bg-sunken outline-offset-[-3px]"
        aria-label={`Open ${asset.name}`}
      >
        {isImage ? (
          <img src={mediaAddress(asset.url)} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <span className="grid size-full place-items-center text-ink-faint">
            <File className="size-9" strokeWidth={1.5} />
          </span>
        )}
      </a>
      <div className="flex flex-1 flex-col gap-2 p-3">
        <div className="min-w-0">
          <p className="truncate text-base font-medium" title={asset.name}>
            {asset.name}
          </p>
          <p className="nums text-xs text-ink-faint">
            {formatBytes(asset.size)} · {asset.contentType.replace('image/', '').toUpperCase()}
          </p>
        </div>
        <Badge tone={verdict.tone} className="self-start">
          {verdict.label}
        </Badge>
        <div className="mt-auto flex items-center justify-between gap-1">
          <span className="flex min-w-0 items-center gap-1 truncate text-xs text-ink-faint">
            {asset.expiresAt ? (
              <>
                <Clock aria-hidden className="size-3.5 shrink-0" /> expires {formatAgo(asset.expiresAt, now)}
              </>
            ) : (
              'never expires'
            )}
          </span>
          <span className="flex shrink-0">
            <CopyButton text={new URL(asset.url, window.location.origin).href} label="Copy the address" />
            {onDelete ? (
              <IconButton size="sm" label={`Delete ${asset.name}`} icon={<Trash2 />} onClick={onDelete} />
            ) : null}
          </span>
        </div>
      </div>
    </article>
  )
}
