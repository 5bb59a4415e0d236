// A link within something that was opened closes it, so that what it leads to is seen; so does a screen that grows wide.
addEventListener("click", (event) => {
  event.target.closest?.("[popover] a[href]")?.closest("[popover]:popover-open")?.hidePopover();
});
addEventListener("resize", () => {
  for (const button of document.querySelectorAll(".menu-button")) {
    const menu = document.getElementById(button.getAttribute("popovertarget"));
    if (!button.checkVisibility() && menu?.matches(":popover-open")) menu.hidePopover();
  }
});
