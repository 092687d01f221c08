// mdBook turns the page at an arrow key, wherever the focus is. In a table that
// scrolls and among radio buttons the arrows have work of their own.
document.addEventListener(
    "keydown",
    (event) => {
        const turns = event.key === "ArrowLeft" || event.key === "ArrowRight";
        if (turns && event.target.closest(".scroll, .katex-display, pre, input")) {
            event.stopImmediatePropagation();
        }
    },
    true,
);
