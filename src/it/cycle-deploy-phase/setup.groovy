import io.github.mzmaven.it.Shop

Shop.open(basedir, context, sample)
