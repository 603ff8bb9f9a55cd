import { Images, Upload } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { useDeleteMedia, useMedia } from '../../api/media.ts'
import { messageOf } from '../../api/problem.ts'
import type { MediaAsset } from '../../api/types.ts'
import { Page } from '../../app/page.tsx'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { cn } from '../../ui/cn.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState, ErrorState } from '../../ui/empty_state.tsx'
import { LoadMore } from '../../ui/load_more.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toast } from '../../ui/toast.tsx'
import { MediaTile } from './media_tile.tsx'
import { UploadRow } from './upload_row.tsx'
import { useUploads } from './use_uploads.ts'
import { useMay } from '../../api/session.ts'
import { WhoMay } from '../shared/who_may.tsx'

/** Pictures and other files for texts; drop them anywhere on the page. */
export function MediaPage() {
  const media = useMedia()
  const may = useMay('media:write')
  const [deleting, setDeleting] = useState<MediaAsset | null>(null)
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { uploads, add, dismiss } = useUploads()
  const assets = media.data?.pages.flatMap((page) => page.data) ?? []
  const choose = () => input.current?.click()
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (may) add([...event.dataTransfer.files])
  }
  useShortcuts('Media', may ? [{ keys: 'u', label: 'Upload files', run: choose }] : [])
  return (
    <Page
      title="Media"
      actions={
        may ? (
          <Button variant="primary" icon={<Upload />} onClick={choose}>
            Upload
          </Button>
        ) : null
      }
    >
      <WhoMay scope="media:write" className="mb-3" />
      <input
        disabled={!may}
        ref={input}
        type="file"
        multiple
        aria-label="Files to upload"
        tabIndex={-1}
        className="sr-only"
        accept="image/jpeg,image/png,image/gif,video/mp4"
        onChange={(event) => {
          add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(may)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cn(
          'min-h-[60vh] rounded-xl calm transition-shadow',
          over && 'ring-3 ring-rose ring-offset-8 ring-offset-surface',
        )}
      >
        {uploads.length ? (
          <ul aria-label="Uploads" className="mb-4 flex flex-col gap-2">
            {uploads.map((upload) => (
              <UploadRow key={upload.key} upload={upload} onDismiss={() => dismiss(upload.key)} />
            ))}
          </ul>
        ) : null}
        {media.isError && !media.data ? (
          <ErrorState message={messageOf(media.error)} onRetry={() => void media.refetch()} />
        ) : null}
        {media.data && assets.length === 0 ? (
          <EmptyState
            icon={<Images />}
            title="No files yet"
            description={
              may
                ? 'Drop a picture here: JPEG, PNG or GIF. Big ones are made to fit the carriers.'
                : 'Pictures for texts appear here.'
            }
            action={
              may ? (
                <Button variant="primary" icon={<Upload />} onClick={choose}>
                  Upload a file
                </Button>
              ) : undefined
            }
          />
        ) : null}
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
          {media.isPending
            ? Array.from({ length: 8 }, (_, index) => <Skeleton key={index} className="aspect-square rounded-lg" />)
            : null}
          {assets.map((asset) => (
            <li key={asset.id}>
              <MediaTile asset={asset} onDelete={may ? () => setDeleting(asset) : undefined} />
            </li>
          ))}
        </ul>
        <LoadMore
          hasMore={media.hasNextPage}
          loading={media.isFetchingNextPage}
          onMore={() => void media.fetchNextPage()}
        />
      </div>
      <DeleteMedia asset={deleting} onClose={() => setDeleting(null)} />
    </Page>
  )
}

function DeleteMedia({ asset, onClose }: { asset: MediaAsset | null; onClose: () => void }) {
  const remove = useDeleteMedia()
  return (
    <ConfirmDialog
      open={asset !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Delete ${asset?.name ?? 'the file'}?`}
      description="Workflows that send it will send their texts without it. Texts that were sent keep their copy with the carrier."
      confirmLabel="Delete file"
      danger
      loading={remove.isPending}
      error={remove.isError ? messageOf(remove.error) : null}
      onConfirm={() => {
        if (asset) {
          remove.mutate(asset.id, {
            onSuccess: () => {
              toast.success(`${asset.name} was deleted`)
              onClose()
            },
          })
        }
      }}
    />
  )
}
