"""From hits to a cited answer, or to an honest word that the archive has none."""
