const figure = document.getElementById("counting");
const told = document.getElementById("told");

figure.addEventListener("ready", ({ detail }) => {
  told.textContent = `it is ready, on tier ${detail.tier}.`;
});
figure.addEventListener("result", ({ detail }) => {
  const ways = detail.report.ways.map(({ way, best_seconds: best }) =>
    best === null ? `${way} did not end` : `${way} ${best.toFixed(2)} s`,
  );
  told.textContent = `${ways.join(", ")}.`;
});
figure.addEventListener("error", ({ detail }) => {
  told.textContent = detail.message;
});

for (const button of document.querySelectorAll("[data-threads]")) {
  button.addEventListener("click", () => figure.set({ threads: button.dataset.threads }));
}
document.getElementById("run").addEventListener("click", () => figure.run());
