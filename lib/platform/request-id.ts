/** What counts as the id of a request, where one is given from outside. */
export const isRequestId = (text: string): boolean => /^[\w-]{8,64}$/.test(text)
