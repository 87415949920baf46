// One request to an endpoint: {status, body, retryAfter}; status 0 where no whole response of the address came. A redirect
// (the page of a captive portal) is none. Sends the cookies only with a CSRF token, else the judge's token.
const SECONDS = 20;

export async function request(address, { token, csrf, body }) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), SECONDS * 1000);
  const headers = { Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  if (csrf) headers["X-CSRFToken"] = csrf;
  try {
    const response = await fetch(address, {
      method: body ? "POST" : "GET",
      credentials: csrf ? "same-origin" : "omit",
      redirect: "error",
      cache: "no-store",
      signal: abort.signal,
      headers,
      body: body ? JSON.stringify(body) : undefined,
    });
    const retryAfter = Number(response.headers.get("Retry-After")) || 0;
    return { status: response.status, body: await response.text(), retryAfter };
  } catch {
    return { status: 0, body: "", retryAfter: 0 };
  } finally {
    clearTimeout(timer);
  }
}
