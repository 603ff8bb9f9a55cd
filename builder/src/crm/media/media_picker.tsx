import { Check, File, Images, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useMedia } from '../../api/media.ts'
import { mediaAddress } from '../../api/media_address.ts'
import type { MediaAsset } from '../../api/types.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty_state.tsx'
import { formatBytes, plural } from '../../ui/format.ts'
import { LoadMore } from '../../ui/load_more.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { QueryView } from '../shared/query_view.tsx'
import { carrierVerdict } from './carrier_rules.ts'
import { UploadRow } from './upload_row.tsx'
import { useUploads } from './use_uploads.ts'

interface MediaPickerProps {
  /** Ids of files that are chosen already; they aren't offered again. */
  taken: readonly string[]
  /** How many more may be chosen. */
  room: number
  onPick: (assets: MediaAsset[]) => void
  onClose: () => void
}

/** Chooses files of the media library; new ones can be uploaded on the spot and are chosen at once. */
export function MediaPicker({ taken, room, onPick, onClose }: MediaPickerProps) {
  const media = useMedia()
  const [chosen, setChosen] = useState<readonly MediaAsset[]>([])
  const input = useRef<HTMLInputElement>(null)
  const choose = (asset: MediaAsset) =>
    setChosen((now) => {
      if (now.some((each) => each.id === asset.id)) return now.filter((each) => each.id !== asset.id)
      if (room === 1) return [asset]
      return now.length >= room ? now : [...now, asset]
    })
  const { uploads, add, dismiss } = useUploads(choose)
  const assets = (media.data?.pages.flatMap((page) => page.data) ?? []).filter((asset) => !taken.includes(asset.id))
  const upload = (
    <Button icon={<Upload />} onClick={() => input.current?.click()}>
      Upload
    </Button>
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Choose files"
      description="From the media library. With a file, a text goes out as MMS."
      size="lg"
      footer={
        <>
          <span className="mr-auto self-center text-sm text-ink-faint">
            {room > 1 ? `At most ${plural(room, 'more file', 'more files')}` : null}
          </span>
          {assets.length > 0 ? upload : null}
          <Button
            variant="primary"
            disabled={chosen.length === 0}
            onClick={() => {
              onPick([...chosen])
              onClose()
            }}
          >
            {chosen.length > 1 ? `Use ${chosen.length} files` : 'Use this file'}
          </Button>
        </>
      }
    >
      <input
        ref={input}
        type="file"
        multiple={room > 1}
        aria-label="Files to upload"
        tabIndex={-1}
        className="sr-only"
        accept="image/jpeg,image/png,image/gif,video/mp4"
        onChange={(event) => {
          add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {uploads.length > 0 ? (
        <ul aria-label="Uploads" className="mb-3 flex flex-col gap-2">
          {uploads.map((each) => (
            <UploadRow key={each.key} upload={each} onDismiss={() => dismiss(each.key)} />
          ))}
        </ul>
      ) : null}
      <QueryView query={media} loading={<Skeleton className="h-40 w-full" />}>
        {() =>
          assets.length === 0 ? (
            <EmptyState
              icon={<Images />}
              title="No files to choose from"
              description="Upload a picture; it stays in the media library."
              action={upload}
              className="py-8"
            />
          ) : (
            <>
              <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
                {assets.map((asset) => (
                  <li key={asset.id}>
                    <Choice
                      asset={asset}
                      chosen={chosen.some((each) => each.id === asset.id)}
                      onChoose={() => choose(asset)}
                    />
                  </li>
                ))}
              </ul>
              <LoadMore
                hasMore={media.hasNextPage}
                loading={media.isFetchingNextPage}
                onMore={() => void media.fetchNextPage()}
              />
            </>
          )
        }
      </QueryView>
    </Dialog>
  )
}

function Choice({ asset, chosen, onChoose }: { asset: MediaAsset; chosen: boolean; onChoose: () => void }) {
  const verdict = carrierVerdict(asset)
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={`${asset.name}, ${formatBytes(asset.size)}, ${verdict.label}`}
      onClick={onChoose}
      className={cn(
        'relative flex w-full flex-col overflow-hidden rounded-lg border bg-raised text-left calm transition-colors',
        chosen ? 'border-rose ring-2 ring-rose/30' : 'border-line hover:border-control',
      )}
    >
      <span className="block aspect-4/3 w-full overflow-hidden bg-sunken">
        {asset.contentType.startsWith('image/') ? (
          <img src={mediaAddress(asset.url)} alt="" loading="lazy" className="size-full object-cover" />
        ) : (
          <span className="grid size-full place-items-center text-ink-faint">
            <File className="size-8" strokeWidth={1.5} />
          </span>
        )}
      </span>
      <span className="block w-full px-2.5 py-2">
        <span className="block truncate text-sm font-medium">{asset.name}</span>
        <span className={cn('nums block text-xs', verdict.tone === 'ok' ? 'text-ink-faint' : 'text-warn-ink')}>
          {verdict.tone === 'ok' ? formatBytes(asset.size) : verdict.label}
        </span>
      </span>
      {chosen ? (
        <span
          aria-hidden
          className="absolute top-2 right-2 grid size-6 place-items-center rounded-full bg-rose text-on-rose"
        >
          <Check className="size-4" />
        </span>
      ) : null}
    </button>
  )
}
