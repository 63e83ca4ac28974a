interface ImportMetaEnv {
  readonly VITE_APP_VERSION: string
}

interface TrustedTypePolicy {
  /** In truth a `TrustedScriptURL`: typed as the string that it stands for, which is what `Worker` is declared to take. */
  readonly createScriptURL: (url: string) => string
}

/** The part of Trusted Types that is used; absent where the browser does not know them. */
declare var trustedTypes:
  | {
      /** The policy that the sanitiser reads HTML by. */
      createPolicy(
        name: "markdown",
        rules: {
          readonly createHTML: (html: string) => string
          readonly createScriptURL: (url: string) => string
        },
      ): NonNullable<import("dompurify").Config["TRUSTED_TYPES_POLICY"]>
      createPolicy(
        name: string,
        rules: { readonly createScriptURL: (url: string) => string },
      ): TrustedTypePolicy
    }
  | undefined

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
