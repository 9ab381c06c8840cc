/** Where the blob store keeps the newest preview of a running generation. It is removed when the generation ends. */
export const previewKey = (teamId: string, generationId: string, preview: number): string => `teams/${teamId}/previews/${generationId}-${preview}`
