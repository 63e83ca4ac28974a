interface ImportMetaEnv {
  readonly VITE_APP_VERSION: string
}

/** Of the File System Access API, which not every browser has. https://wicg.github.io/file-system-access/ */
interface Window {
  readonly showSaveFilePicker?: (options: {
    readonly suggestedName: string
    readonly types: ReadonlyArray<{
      readonly description: string
      readonly accept: Readonly<Record<string, ReadonlyArray<string>>>
    }>
  }) => Promise<FileSystemFileHandle>
}

interface FileSystemHandle {
  queryPermission?(descriptor: { readonly mode: "readwrite" }): Promise<PermissionState>
  /** Only in answer to a click. */
  requestPermission?(descriptor: { readonly mode: "readwrite" }): Promise<PermissionState>
}
