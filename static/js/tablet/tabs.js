// One tab of this tablet writes and sends; the others are read-only until their user takes over. Web Locks where there
// are any (only over HTTPS and on localhost), else a BroadcastChannel: the newest claim wins.
//   const tabs = claimTab(slug, (isActive) => { ... });      // called once it is known, and at each change
//   tabs.isActive                                            // null until known
//   tabs.takeOver()                                          // this tab becomes the active one, the other read-only
//   tabs.release()
const PATIENCE = 300; // milliseconds for the active tab to answer

export function claimTab(slug, onChange) {
  const name = `festival-${slug}-tab`;
  return navigator.locks ? new LockedTab(name, onChange) : new ChannelTab(name, onChange);
}

class Tab {
  isActive = null;

  constructor(name, onChange) {
    this.name = name;
    this.onChange = onChange;
  }

  become(isActive) {
    if (this.isActive === isActive) return;
    this.isActive = isActive;
    this.onChange(isActive);
  }
}

class LockedTab extends Tab {
  #release = () => {};
  #isReleased = false;
  #isQueued = false;

  constructor(name, onChange) {
    super(name, onChange);
    this.#hold({ ifAvailable: true });
  }

  async #hold(options) {
    const hold = (lock) => {
      if (!lock || this.#isReleased) return undefined;
      this.become(true);
      return new Promise((resolve) => (this.#release = resolve));
    };
    await navigator.locks.request(this.name, options, hold).catch(() => null); // null: another tab took over
    if (this.#isReleased) return;
    this.become(false);
    this.#queue();
  }

  // when the active tab is closed, the one that waits longest becomes active
  #queue() {
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#hold({});
  }

  takeOver() {
    if (!this.isActive) this.#hold({ steal: true });
  }

  release() {
    this.#isReleased = true;
    this.#release();
  }
}

class ChannelTab extends Tab {
  #channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(this.name) : null;

  constructor(name, onChange) {
    super(name, onChange);
    this.#channel?.addEventListener("message", ({ data }) => this.#hear(data));
    this.#channel?.postMessage("asks");
    setTimeout(() => this.isActive === null && this.become(true), this.#channel ? PATIENCE : 0);
  }

  #hear(word) {
    if (word === "asks" && this.isActive) this.#channel.postMessage("active");
    if (word === "active") this.become(false);
    if (word === "left" && this.isActive === false) this.takeOver();
  }

  takeOver() {
    this.#channel?.postMessage("active");
    this.become(true);
  }

  release() {
    if (this.isActive) this.#channel?.postMessage("left");
    this.#channel?.close();
  }
}
